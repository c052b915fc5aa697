// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Set;

/**
 * Decisions as JSON that does not depend on the process that writes it: equal values are equal
 * texts. Sets and maps are written in the order of their elements.
 */
public final class DecisionText {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new SimpleModule().addSerializer(new SortedSets()))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private DecisionText() {}

  /** A decision, or a part of one, as text. */
  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be recorded: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The decision behind a text.
   *
   * @throws IOException naming what in it is no decision
   */
  public static RecordedDecision read(String text) throws IOException {
    return MAPPER.readValue(text, RecordedDecision.class);
  }

  /** Writes sets of text, whose own order differs from one process to the next. */
  private static final class SortedSets extends StdSerializer<Set<?>> {

    private static final long serialVersionUID = 1L;

    SortedSets() {
      super(Set.class, false);
    }

    @Override
    public void serialize(Set<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartArray();
      for (Object element : value.stream().sorted().toList()) {
        provider.defaultSerializeValue(element, json);
      }
      json.writeEndArray();
    }
  }
}
