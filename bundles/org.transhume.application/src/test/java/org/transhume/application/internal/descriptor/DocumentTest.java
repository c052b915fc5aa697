// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the descriptor of docs/applications.md against the reader, and against its wrappers. */
class DocumentTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "applications.md");

  @Test
  void shouldReadTheExampleAndFindTheFileOfEachWrapperThatItNames() throws IOException {
    String document = Files.readString(DOCUMENT);
    String example = document.split("```properties\n", 2)[1].split("```", 2)[0];
    DescriptorReader.Reading reading = DescriptorReader.read("shop.cfg", example);

    assertThat(reading.problems()).isEmpty();
    for (Component component : reading.descriptor().orElseThrow().components()) {
      assertThat(document)
          .contains("etc/org.transhume.wrapper-" + component.wrapper() + ".cfg")
          .contains("domains = shop-" + component.name() + "-*");
      component.settings().keySet().forEach(name -> assertThat(document).contains(setting(name)));
      component.bindings().keySet().forEach(name -> assertThat(document).contains(setting(name)));
    }
  }

  private static String setting(String name) {
    return "\nsetting." + name + " =";
  }
}
