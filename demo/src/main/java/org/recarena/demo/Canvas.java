package org.recarena.demo;

import java.util.function.Function;

/**
 * How much room there is for a picture. Each is drawn for a wide page and for a phone, and the page shows the one that
 * fits: scaled down, the writing of the wide one could not be read.
 *
 * @param width in units of the picture, which are pixels about
 * @param narrow whether it is for a phone
 */
record Canvas(int width, boolean narrow) {

    static final Canvas WIDE = new Canvas(860, false);
    static final Canvas NARROW = new Canvas(340, true);

    /** Both drawings of a picture. */
    static String both(Function<Canvas, String> drawing) {
        return "<div class='wide'>" + drawing.apply(WIDE) + "</div>\n<div class='narrow'>" + drawing.apply(NARROW)
                + "</div>\n";
    }
}
