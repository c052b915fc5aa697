// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class MetatypeTest {

  private static final String DESCRIPTION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="lamp" name="Lamp">
          <AD id="lamp.colour" type="String"><Option label="red" value="red"/></AD>
          <AD id="lamp.watts" type="Integer"/>
        </OCD>
        <Designate %s><Object ocdref="lamp"/></Designate>
      </metatype:MetaData>
      """;

  @Test
  void shouldReadThePropertiesOfAPid() throws XMLStreamException {
    assertThat(read(DESCRIPTION.formatted("pid=\"org.transhume.lamp\"")))
        .isEqualTo(Map.of("org.transhume.lamp", Set.of("lamp.colour", "lamp.watts")));
  }

  @Test
  void shouldReadThePropertiesOfAFactory() throws XMLStreamException {
    assertThat(read(DESCRIPTION.formatted("factoryPid=\"org.transhume.lamps\"")))
        .containsOnlyKeys("org.transhume.lamps");
  }

  @Test
  void shouldRefuseWhatIsNoXml() {
    assertThatThrownBy(() -> read("no XML")).isInstanceOf(XMLStreamException.class);
  }

  private static Map<String, Set<String>> read(String description) throws XMLStreamException {
    return Metatype.read(new ByteArrayInputStream(description.getBytes(StandardCharsets.UTF_8)));
  }
}
