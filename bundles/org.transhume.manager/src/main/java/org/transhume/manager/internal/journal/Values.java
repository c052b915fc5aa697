// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A string-keyed map of JDK values as words and back: String, Boolean, Long, Double, and lists and
 * string-keyed maps of these. The first letter of a word tells its type. Equal maps give equal
 * words.
 */
final class Values {

  private static final int DEEPEST = 32;

  private Values() {}

  /**
   * The words for a map.
   *
   * @throws IllegalArgumentException when it holds a value of another type, or is nested too deep
   */
  static List<String> toWords(Map<String, Object> values) {
    List<String> words = new ArrayList<>();
    write(words, values, 0);
    return words;
  }

  /**
   * The map behind words.
   *
   * @throws IllegalArgumentException when they are not those of a map
   */
  static Map<String, Object> fromWords(List<String> words) {
    Iterator<String> rest = words.iterator();
    if (read(next(rest), rest, 0) instanceof Map<?, ?> map && !rest.hasNext()) {
      return stringKeyed(map);
    }
    throw new IllegalArgumentException("the record holds no map, or more than one");
  }

  /** The same map with its key type checked. */
  static Map<String, Object> stringKeyed(Map<?, ?> map) {
    TreeMap<String, Object> copy = new TreeMap<>();
    map.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  private static void write(List<String> words, Object value, int depth) {
    requireShallow(depth);
    if (value instanceof String text) {
      words.add("s" + text);
    } else if (value instanceof Boolean flag) {
      words.add(flag ? "t" : "f");
    } else if (value instanceof Long number) {
      words.add("l" + number);
    } else if (value instanceof Double number) {
      words.add("d" + number);
    } else if (value instanceof List<?> list) {
      words.add("[");
      list.forEach(item -> write(words, item, depth + 1));
      words.add("]");
    } else if (value instanceof Map<?, ?> map) {
      words.add("{");
      stringKeyed(map)
          .forEach(
              (key, item) -> {
                write(words, key, depth + 1);
                write(words, item, depth + 1);
              });
      words.add("}");
    } else {
      throw new IllegalArgumentException("no value for a journal: " + value);
    }
  }

  private static Object read(String word, Iterator<String> rest, int depth) {
    requireShallow(depth);
    return switch (word) {
      case "t" -> true;
      case "f" -> false;
      case "[" -> readList(rest, depth);
      case "{" -> readMap(rest, depth);
      default -> readTyped(word);
    };
  }

  private static void requireShallow(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("values are nested more than " + DEEPEST + " deep");
    }
  }

  private static Object readTyped(String word) {
    String text = word.isEmpty() ? "" : word.substring(1);
    return switch (word.isEmpty() ? ' ' : word.charAt(0)) {
      case 's' -> text;
      case 'l' -> Long.valueOf(text);
      case 'd' -> Double.valueOf(text);
      default -> throw new IllegalArgumentException("a value of unknown type: " + word);
    };
  }

  private static List<Object> readList(Iterator<String> rest, int depth) {
    List<Object> list = new ArrayList<>();
    for (String word = next(rest); !word.equals("]"); word = next(rest)) {
      list.add(read(word, rest, depth + 1));
    }
    return list;
  }

  private static Map<String, Object> readMap(Iterator<String> rest, int depth) {
    TreeMap<String, Object> map = new TreeMap<>();
    for (String word = next(rest); !word.equals("}"); word = next(rest)) {
      if (!(readTyped(word) instanceof String key)) {
        throw new IllegalArgumentException("a key that is no text: " + word);
      }
      map.put(key, read(next(rest), rest, depth + 1));
    }
    return map;
  }

  private static String next(Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("the record ends too soon");
    }
    return rest.next();
  }
}
