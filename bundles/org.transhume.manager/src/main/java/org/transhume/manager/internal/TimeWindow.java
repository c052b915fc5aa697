// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of some days of the week, such as {@code Mon-Fri 22:00-06:00}. Where the end is not after
 * the beginning it is that of the next day.
 *
 * @param days on which it begins
 * @param from when it begins
 * @param to when it is over
 */
record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\w{3})(?:-(\\w{3}))? +)?(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");
  private static final String FORM =
      "give [DAY[-DAY]] HH:MM-HH:MM with days Mon to Sun, as in Mon-Fri 22:00-06:00";

  TimeWindow {
    days = Set.copyOf(days);
  }

  /**
   * The windows that are written there.
   *
   * @throws IllegalArgumentException naming the one that is wrong, and the form
   */
  static List<TimeWindow> parse(List<String> texts) {
    List<TimeWindow> windows = new ArrayList<>();
    for (String text : texts) {
      windows.add(parse(text));
    }
    return windows;
  }

  private static TimeWindow parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw wrong(text);
    }
    try {
      return new TimeWindow(
          days(text, parts.group(1), parts.group(2)),
          LocalTime.parse(parts.group(3)),
          LocalTime.parse(parts.group(4)));
    } catch (DateTimeParseException e) {
      throw wrong(text);
    }
  }

  private static Set<DayOfWeek> days(String text, String first, String last) {
    if (first == null) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    DayOfWeek end = day(text, last == null ? first : last);
    DayOfWeek day = day(text, first);
    days.add(day);
    while (day != end) {
      day = day.plus(1);
      days.add(day);
    }
    return days;
  }

  private static DayOfWeek day(String text, String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().startsWith(name.toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw wrong(text);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException("'" + text + "' is no time window: " + FORM);
  }

  /** Whether it is open then. */
  boolean isOpen(LocalDateTime at) {
    LocalTime time = at.toLocalTime();
    boolean overMidnight = !from.isBefore(to);
    if (!overMidnight) {
      return days.contains(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
    }
    return (days.contains(at.getDayOfWeek()) && !time.isBefore(from))
        || (days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(to));
  }
}
