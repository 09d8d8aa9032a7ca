package org.recarena.server.wire;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Config values between the contract's JSON-like form and plain Java values. Stateless. */
public final class ConfigCodec {

    /** No parameter takes it, so it is seen in refusals only, where it must not look like a text. */
    private static final Object JSON_NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private ConfigCodec() {}

    /**
     * Plain values.
     *
     * @param struct as it came
     * @return Boolean, Double, String, List and Map by key; a JSON null is an object of its own, which no parameter
     *     takes
     */
    public static Map<String, Object> toMap(Struct struct) {
        Map<String, Object> map = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, toObject(value)));
        return map;
    }

    private static Object toObject(Value value) {
        return switch (value.getKindCase()) {
            case BOOL_VALUE -> value.getBoolValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case STRING_VALUE -> value.getStringValue();
            case LIST_VALUE -> toList(value.getListValue());
            case STRUCT_VALUE -> toMap(value.getStructValue());
            case NULL_VALUE, KIND_NOT_SET -> JSON_NULL;
        };
    }

    private static List<Object> toList(ListValue values) {
        List<Object> list = new ArrayList<>(values.getValuesCount());
        for (Value value : values.getValuesList()) {
            list.add(toObject(value));
        }
        return list;
    }

    /**
     * The contract's form.
     *
     * @param map Boolean, Number, String, List and Map by key
     * @return the same values
     */
    public static Struct toStruct(Map<String, ?> map) {
        Struct.Builder struct = Struct.newBuilder();
        map.forEach((name, value) -> struct.putFields(name, toValue(value)));
        return struct.build();
    }

    /**
     * One value in the contract's form.
     *
     * @param object Boolean, Number, String, List or Map
     * @return the same value
     */
    public static Value toValue(Object object) {
        Value.Builder value = Value.newBuilder();
        if (object instanceof Boolean flag) {
            value.setBoolValue(flag);
        } else if (object instanceof Number number) {
            value.setNumberValue(number.doubleValue());
        } else if (object instanceof String text) {
            value.setStringValue(text);
        } else if (object instanceof List<?> list) {
            ListValue.Builder values = ListValue.newBuilder();
            list.forEach(element -> values.addValues(toValue(element)));
            value.setListValue(values);
        } else if (object instanceof Map<?, ?> map) {
            Struct.Builder struct = Struct.newBuilder();
            map.forEach((name, element) -> struct.putFields(String.valueOf(name), toValue(element)));
            value.setStructValue(struct);
        } else {
            value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }
}
