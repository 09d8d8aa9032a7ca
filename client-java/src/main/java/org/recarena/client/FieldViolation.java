package org.recarena.client;

import java.io.Serializable;

/**
 * One fault of a request.
 *
 * @param field the path of the field, such as {@code config.num_products}
 * @param description what is wrong with it and what is allowed
 */
public record FieldViolation(String field, String description) implements Serializable {}
