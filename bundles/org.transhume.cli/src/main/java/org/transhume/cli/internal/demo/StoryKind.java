// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The stories that the demo can tell. */
enum StoryKind {
  HOTSPOT("hotspot", Map.of("policyModes", "hotspot=AUTOMATIC, consolidate=OBSERVE")),
  CONSOLIDATE(
      "consolidate",
      Map.of(
          "policyModes",
          "hotspot=OBSERVE, consolidate=ADVISE",
          "hostsOnAtLeast",
          1,
          "coolDownMillis",
          15_000,
          "settleMillis",
          5_000,
          "roundMillis",
          2_000)),
  DRAIN("drain", Map.of("policyModes", "hotspot=AUTOMATIC, consolidate=OBSERVE")),
  HOST_FAILURE(
      "host-failure",
      Map.of("policyModes", "hotspot=AUTOMATIC, repair=AUTOMATIC, consolidate=OBSERVE"));

  private final String word;
  private final Map<String, Object> ofManager;

  StoryKind(String word, Map<String, Object> ofManager) {
    this.word = word;
    this.ofManager = ofManager;
  }

  /** How people call it. */
  String word() {
    return word;
  }

  /** What is set of the manager in it. */
  Map<String, Object> ofManager() {
    return ofManager;
  }

  /** What happens in it. */
  Plot plot(long seed) {
    return switch (this) {
      case HOTSPOT -> new HotSpotPlot(seed);
      case CONSOLIDATE -> new ConsolidatePlot();
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
