// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A day in one file: gzip; the letters {@code PLAB1}; the numbers of machines and of samples, two
 * bytes each, the higher one first; then a byte of percent a sample, machine by machine.
 */
final class PackedDay {

  private static final String MAGIC = "PLAB1";
  private static final String REMEDY =
      "name a day packed as PLAB1 and gzip, or a folder with one text file a machine";

  private PackedDay() {}

  static List<Trace> read(Path file) throws IOException {
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file))) {
      try (DataInputStream day = new DataInputStream(unpacked(file, packed))) {
        return read(file, day);
      } catch (EOFException cut) {
        throw new TraceException(file, "ends too early; fetch it again", cut);
      } catch (ZipException damaged) {
        throw new TraceException(file, "is damaged; fetch it again", damaged);
      }
    }
  }

  private static InputStream unpacked(Path file, InputStream packed) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(packed));
    } catch (ZipException | EOFException noGzip) {
      throw new TraceException(file, "is not compressed by gzip; " + REMEDY, noGzip);
    }
  }

  private static List<Trace> read(Path file, DataInputStream day) throws IOException {
    byte[] magic = day.readNBytes(MAGIC.length());
    if (!MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))) {
      throw new TraceException(file, "does not begin with " + MAGIC + "; " + REMEDY);
    }
    int machines = day.readUnsignedShort();
    int samples = day.readUnsignedShort();
    if (machines == 0 || samples == 0) {
      throw new TraceException(
          file, "holds " + machines + " machines with " + samples + " samples; fetch it again");
    }
    List<Trace> traces = new ArrayList<>();
    for (int machine = 0; machine < machines; machine++) {
      byte[] percent = new byte[samples];
      day.readFully(percent);
      check(file, machine, percent);
      traces.add(new Trace(String.format(Locale.ROOT, "machine%04d", machine), percent));
    }
    if (day.read() >= 0) {
      throw new TraceException(file, "goes on after its " + machines + " machines; fetch it again");
    }
    return traces;
  }

  private static void check(Path file, int machine, byte[] percent) throws TraceException {
    for (int sample = 0; sample < percent.length; sample++) {
      int value = Byte.toUnsignedInt(percent[sample]);
      if (value > 100) {
        throw new TraceException(
            file,
            "sample "
                + sample
                + " of machine "
                + machine
                + " is "
                + value
                + ", and a percentage is 0 to 100; fetch it again");
      }
    }
  }
}
