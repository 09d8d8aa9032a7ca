package org.recarena.server.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Files that people write: of a key that is there twice neither value wins, and nothing is left unread. */
public final class StrictYaml {

    private StrictYaml() {}

    /**
     * A reader that refuses keys that are given twice, and whatever follows the first document.
     *
     * @param yaml how YAML is read
     * @return the reader
     */
    public static ObjectMapper reader(YAMLFactory yaml) {
        return new ObjectMapper(yaml)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
