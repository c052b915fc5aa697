// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MisspellingTest {

  private static final Set<String> KNOWN = Set.of("name", "endpoints", "mode");

  @Test
  void shouldNameTheFileThePropertyAndWhatCanBeSet() {
    assertThat(Misspelling.in("etc/some.cfg", List.of("endpoint", "mode"), KNOWN))
        .contains(
            "etc/some.cfg: nobody knows endpoint, so that it changes nothing. Correct the spelling;"
                + " what can be set here is endpoints, mode, name");
  }

  @Test
  void shouldNameAllAtOnce() {
    assertThat(Misspelling.in("etc/some.cfg", List.of("Mode", "nmae"), KNOWN).orElseThrow())
        .contains("nobody knows Mode, nmae, so that they change nothing");
  }

  @Test
  void shouldNotSpeakOfWhatTheContainerAdds() {
    assertThat(
            Misspelling.in(
                "etc/some.cfg",
                List.of("service.pid", "felix.fileinstall.filename", ".private", "name"),
                KNOWN))
        .isEmpty();
  }
}
