package org.recarena.client;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.lang.reflect.Array;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes JSON objects of maps. */
final class Structs {

    private Structs() {}

    static Struct of(Map<String, ?> map) {
        Struct.Builder struct = Struct.newBuilder();
        map.forEach((key, value) -> struct.putFields(key, value(value)));
        return struct.build();
    }

    private static Value value(@Nullable Object object) {
        Value.Builder value = Value.newBuilder();
        if (object == null) {
            value.setNullValue(NullValue.NULL_VALUE);
        } else if (object instanceof Boolean bool) {
            value.setBoolValue(bool);
        } else if (object instanceof Number number) {
            value.setNumberValue(number.doubleValue());
        } else if (object instanceof CharSequence || object instanceof Enum) {
            value.setStringValue(object.toString());
        } else if (object instanceof Map<?, ?> map) {
            Struct.Builder struct = Struct.newBuilder();
            map.forEach((key, inner) -> struct.putFields(String.valueOf(key), value(inner)));
            value.setStructValue(struct);
        } else if (object instanceof Iterable<?> iterable) {
            ListValue.Builder list = ListValue.newBuilder();
            iterable.forEach(inner -> list.addValues(value(inner)));
            value.setListValue(list);
        } else if (object.getClass().isArray()) {
            ListValue.Builder list = ListValue.newBuilder();
            for (int i = 0; i < Array.getLength(object); i++) {
                list.addValues(value(Array.get(object, i)));
            }
            value.setListValue(list);
        } else {
            throw new IllegalArgumentException("a config value is a boolean, number, string, list or map, not "
                    + object.getClass().getName());
        }
        return value.build();
    }
}
