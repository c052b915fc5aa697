// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The stories that the demo can tell. */
enum StoryKind {
  HOTSPOT("hotspot", "hotspot=AUTOMATIC"),
  DRAIN("drain", "hotspot=AUTOMATIC"),
  HOST_FAILURE("host-failure", "hotspot=AUTOMATIC, repair=AUTOMATIC");

  private final String word;
  private final String policyModes;

  StoryKind(String word, String policyModes) {
    this.word = word;
    this.policyModes = policyModes;
  }

  /** How people call it. */
  String word() {
    return word;
  }

  /** How far each policy may go by itself in it, as the manager's configuration says it. */
  String policyModes() {
    return policyModes;
  }

  /** What happens in it. */
  Plot plot(long seed) {
    return switch (this) {
      case HOTSPOT -> new HotSpotPlot(seed);
      case DRAIN -> new DrainPlot();
      case HOST_FAILURE -> new HostFailurePlot();
    };
  }

  private static List<String> words() {
    return Arrays.stream(values()).map(StoryKind::word).toList();
  }

  /** The words, to complete. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }
  }

  /** Reads a word. */
  static final class Converter implements ITypeConverter<StoryKind> {
    @Override
    public StoryKind convert(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.word.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no story; give " + String.join(", ", words())));
    }
  }
}
