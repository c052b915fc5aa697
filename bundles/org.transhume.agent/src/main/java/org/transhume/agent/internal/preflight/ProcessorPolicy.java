// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A processor as {@code cpuid} describes it to a domain. Of what that tells, only some words are
 * limits: caches, topology and the serial numbers of models may differ between hosts, as Xen has
 * told the guest its own.
 *
 * @param registers {@code eax:ebx:ecx:edx} by {@code leaf:subleaf}, in hexadecimal digits
 */
record ProcessorPolicy(Map<String, String> registers) {

  private static final Pattern REGISTERS = Pattern.compile("\\p{XDigit}{8}(:\\p{XDigit}{8}){3}");
  private static final List<String> NAMES = List.of("eax", "ebx", "ecx", "edx");

  private static final String NO_SUBLEAF = ":ffffffff";
  private static final String MAKER = "00000000" + NO_SUBLEAF;
  private static final String ADDRESSES = "80000008" + NO_SUBLEAF;
  private static final int ADDRESS_BITS = 0xff;

  /**
   * A word in which each bit is a feature.
   *
   * @param leaf where
   * @param register 0 for eax to 3 for edx
   * @param bits those that count. Left out are bits that follow the guest's own settings or the
   *     kind of its interrupt controller, that AMD repeats from leaf 1, and that mark a defect
   */
  private record Word(String leaf, int register, int bits) {}

  private static final List<Word> FEATURES =
      List.of(
          new Word("00000001" + NO_SUBLEAF, 2, ~0x08000000),
          new Word("00000001" + NO_SUBLEAF, 3, ~0x00000200),
          new Word("00000007:00000000", 1, ~0x00002040),
          new Word("00000007:00000000", 2, ~0x00000010),
          new Word("00000007:00000000", 3, ~0),
          new Word("00000007:00000001", 0, ~0),
          new Word("00000007:00000001", 1, ~0),
          new Word("00000007:00000001", 2, ~0),
          new Word("00000007:00000001", 3, ~0),
          new Word("00000007:00000002", 3, ~0),
          new Word("0000000d:00000000", 0, ~0),
          new Word("0000000d:00000000", 3, ~0),
          new Word("0000000d:00000001", 0, ~0),
          new Word("0000000d:00000001", 2, ~0),
          new Word("0000000d:00000001", 3, ~0),
          new Word("80000001" + NO_SUBLEAF, 2, ~0),
          new Word("80000001" + NO_SUBLEAF, 3, ~0x0183f3ff),
          new Word("80000007" + NO_SUBLEAF, 3, ~0),
          new Word(ADDRESSES, 1, ~0),
          new Word("80000021" + NO_SUBLEAF, 0, ~0),
          new Word("80000021" + NO_SUBLEAF, 2, ~0));

  /** What this one has and the limits do not allow, each as {@code LEAF REGISTER BITS}. */
  List<String> beyond(ProcessorPolicy limits) {
    List<String> beyond = new ArrayList<>();
    for (int register = 1; register <= 3; register++) {
      if (word(MAKER, register) != limits.word(MAKER, register)) {
        beyond.add(named(MAKER, register, word(MAKER, register)));
      }
    }
    for (Word feature : FEATURES) {
      int lacking =
          word(feature.leaf(), feature.register())
              & ~limits.word(feature.leaf(), feature.register())
              & feature.bits();
      if (lacking != 0) {
        beyond.add(named(feature.leaf(), feature.register(), lacking));
      }
    }
    int width = word(ADDRESSES, 0) & ADDRESS_BITS;
    if (width > (limits.word(ADDRESSES, 0) & ADDRESS_BITS)) {
      beyond.add(named(ADDRESSES, 0, width));
    }
    return beyond;
  }

  /** A leaf that is not told is one of zeros. */
  private int word(String leaf, int register) {
    String words = registers.getOrDefault(leaf, "");
    return REGISTERS.matcher(words).matches()
        ? HexFormat.fromHexDigits(words, 9 * register, 9 * register + 8)
        : 0;
  }

  private static String named(String leaf, int register, int bits) {
    return leaf.replace(NO_SUBLEAF, "")
        + " "
        + NAMES.get(register)
        + String.format(Locale.ROOT, " %08x", bits);
  }
}
