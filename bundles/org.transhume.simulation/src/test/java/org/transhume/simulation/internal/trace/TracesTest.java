// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {

  @TempDir Path folder;

  @Test
  void shouldReadAPackedDay() throws IOException {
    Path file = packed("day.plab.gz", bytes("PLAB1", 0, 2, 0, 3, 1, 2, 3, 100, 0, 50));

    List<Trace> traces = Traces.read(file);

    assertThat(traces).extracting(Trace::name).containsExactly("machine0000", "machine0001");
    assertThat(traces).extracting(Trace::samples).containsExactly(3, 3);
    assertThat(traces.get(1).shareAt(0)).isEqualTo(1);
    assertThat(traces.get(1).shareAt(600)).isEqualTo(0.5);
  }

  @Test
  void shouldReadAFolderInTheOrderOfNames() throws IOException {
    write("b_host", "10\n20\n");
    write("a_host", "30\n40\n\n");
    write(".hidden", "not a number");

    List<Trace> traces = Traces.read(folder);

    assertThat(traces).extracting(Trace::name).containsExactly("a_host", "b_host");
    assertThat(traces.get(0).shareAt(300)).isEqualTo(0.4);
  }

  @Test
  void shouldJoinSamplesByLinesAndEndAsAtTheLastOne() throws IOException {
    write("m", "0\n100\n");
    Trace trace = Traces.read(folder).get(0);

    assertThat(trace.shareAt(75)).isCloseTo(0.25, within(1e-12));
    assertThat(trace.shareAt(300)).isEqualTo(1);
    assertThat(trace.shareAt(450.1)).isEqualTo(1);
  }

  @Test
  void shouldNameTheFileThatIsMissing() {
    assertThatThrownBy(() -> Traces.read(folder.resolve("nothing")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("nothing")
        .hasMessageContaining("does not exist; name a packed day, or a folder");
  }

  @Test
  void shouldTellAFileThatIsNotCompressed() throws IOException {
    Path file = Files.writeString(folder.resolve("plain"), "PLAB1 but not gzip");

    assertThatThrownBy(() -> Traces.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("plain: is not compressed by gzip");
  }

  @Test
  void shouldTellAFileOfAnotherKind() throws IOException {
    Path file = packed("other.gz", bytes("TAR", 1, 2, 3));

    assertThatThrownBy(() -> Traces.read(file))
        .hasMessageContaining("other.gz: does not begin with PLAB1; name a day packed as PLAB1");
  }

  @Test
  void shouldTellADayThatEndsTooEarly() throws IOException {
    Path file = packed("short.gz", bytes("PLAB1", 0, 2, 0, 3, 1, 2, 3, 4));

    assertThatThrownBy(() -> Traces.read(file))
        .hasMessageContaining("short.gz: ends too early; fetch it again");
  }

  @Test
  void shouldTellACompressedFileThatIsCutOff() throws IOException {
    Path whole = packed("whole.gz", bytes("PLAB1", 0, 2, 0, 3, 1, 2, 3, 4, 5, 6));
    byte[] content = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(content, 12));

    assertThatThrownBy(() -> Traces.read(cut)).hasMessageContaining("cut.gz: ends too early");
  }

  @Test
  void shouldTellADayThatGoesOn() throws IOException {
    Path file = packed("long.gz", bytes("PLAB1", 0, 1, 0, 1, 1, 2));

    assertThatThrownBy(() -> Traces.read(file))
        .hasMessageContaining("goes on after its 1 machines");
  }

  @Test
  void shouldTellAPercentageAboveAHundred() throws IOException {
    Path file = packed("wild.gz", bytes("PLAB1", 0, 1, 0, 2, 7, 101));

    assertThatThrownBy(() -> Traces.read(file))
        .hasMessageContaining("wild.gz: sample 1 of machine 0 is 101");
  }

  @Test
  void shouldTellALineThatIsNoPercentage() throws IOException {
    write("a", "10\n20\n");
    write("b", "10\nmany\n");

    assertThatThrownBy(() -> Traces.read(folder))
        .hasMessageContaining("b: line 2 is 'many', and must be a whole percentage, 0 to 100");
  }

  @Test
  void shouldTellMachinesOfDifferentLength() throws IOException {
    write("a", "10\n20\n");
    write("b", "10\n");

    assertThatThrownBy(() -> Traces.read(folder))
        .hasMessageContaining("b: has 1 lines, and a has 2; give each machine of a day as many");
  }

  @Test
  void shouldTellAnEmptyFileAnEmptyFolderAndAFolderOfFolders() throws IOException {
    assertThatThrownBy(() -> Traces.read(folder)).hasMessageContaining("holds no file");

    Path inner = Files.createDirectory(folder.resolve("20110303"));
    assertThatThrownBy(() -> Traces.read(folder))
        .hasMessageContaining("20110303: is not a file; name the folder of one day");

    Files.writeString(inner.resolve("m"), "\n");
    assertThatThrownBy(() -> Traces.read(inner)).hasMessageContaining("m: is empty");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private Path packed(String name, byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return Files.write(folder.resolve(name), compressed.toByteArray());
  }

  private static byte[] bytes(String head, int... rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    for (int value : rest) {
      bytes.write(value);
    }
    return bytes.toByteArray();
  }
}
