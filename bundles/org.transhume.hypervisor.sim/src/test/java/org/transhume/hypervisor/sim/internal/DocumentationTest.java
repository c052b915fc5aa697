// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators read must name what there is. */
class DocumentationTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "simulator.md");

  @Test
  void shouldNameEveryFaultStepAndConfigurationKey() throws IOException {
    Stream<String> faults = Arrays.stream(Fault.Kind.values()).map(Fault.Kind::word);
    Stream<String> steps = Arrays.stream(Step.values()).map(Step::word);
    Stream<String> keys =
        Arrays.stream(SimulatorConfiguration.class.getDeclaredMethods()).map(Method::getName);

    assertThat(Files.readString(DOCUMENT))
        .contains(
            Stream.of(faults, steps, keys)
                .flatMap(words -> words)
                .map(word -> "`" + word + "`")
                .toList());
  }
}
