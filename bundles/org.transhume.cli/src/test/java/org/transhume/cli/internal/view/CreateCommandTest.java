// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.Creation;
import org.transhume.cli.internal.CommandFailure;

class CreateCommandTest {

  @TempDir Path folder;

  private static String told(Creation creation) {
    StringWriter out = new StringWriter();
    CreateCommand.print(creation, "created", "etch-1-1.cfg", new PrintWriter(out, true));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void shouldSayWhereItRunsAndWhyThere() {
    Explanation why = new Explanation("PLACED", "a-204-03 has the most room", Map.of());

    assertThat(told(new Creation(true, "c-1", "etch-1-1", "8b74", "a-204-03", List.of(why))))
        .isEqualTo("etch-1-1 (8b74) runs on a-204-03\n  PLACED  a-204-03 has the most room\n");
  }

  @Test
  void shouldSayEveryReasonWhyItWasNotCreated() {
    List<Explanation> reasons =
        List.of(Explanation.of("HOSTS_SILENT", "may be on b"), Explanation.of("NO_ROOM", "full"));

    assertThat(told(new Creation(false, "", "", "", "", reasons)))
        .isEqualTo("etch-1-1.cfg was not created\n  HOSTS_SILENT  may be on b\n  NO_ROOM  full\n");
  }

  @Test
  void shouldNameAFileThatIsNotThereOrNoText() throws Exception {
    assertThatThrownBy(() -> CreateCommand.read(folder.resolve("none.cfg")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("none.cfg is not there");
    Path image = Files.write(folder.resolve("image"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> CreateCommand.read(image))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no text in UTF-8");
  }
}
