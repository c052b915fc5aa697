// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.transhume.rules.Rule.Ban;
import org.transhume.rules.Rule.DomainGroup;
import org.transhume.rules.Rule.DomainTag;
import org.transhume.rules.Rule.Fence;
import org.transhume.rules.Rule.Gather;
import org.transhume.rules.Rule.HostLocation;
import org.transhume.rules.Rule.HostTag;
import org.transhume.rules.Rule.MaxOnline;
import org.transhume.rules.Rule.NPlusOne;
import org.transhume.rules.Rule.NoIncoming;
import org.transhume.rules.Rule.Overcommit;
import org.transhume.rules.Rule.Pin;
import org.transhume.rules.Rule.Reserve;
import org.transhume.rules.Rule.Spread;

/** Reads rules, one a line; {@code #} begins a comment. */
public final class RuleReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern RATIO = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Set<String> RESERVED = Set.of(Rule.ALL, "soft", "across", "from", "on");
  private static final String FORMS =
      "a rule begins with host, domain, spread, gather, ban, fence, pin, reserve, overcommit,"
          + " no-incoming, max-online or n-plus-one";

  private final DomainNames names;

  /** A reader that looks up domains' names there. */
  public RuleReader(DomainNames names) {
    this.names = names;
  }

  /** Reads a whole text. */
  public Reading read(String text) {
    List<Reading.Line> rules = new ArrayList<>();
    List<Reading.Wrong> errors = new ArrayList<>();
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      try {
        List<String> words = words(lines[i]);
        if (!words.isEmpty()) {
          rules.add(new Reading.Line(i + 1, rule(new Words(words))));
        }
      } catch (WrongRule e) {
        errors.add(new Reading.Wrong(i + 1, e.getMessage()));
      }
    }
    return new Reading(rules, errors);
  }

  /** What is wrong with a line; never leaves this class. */
  private static final class WrongRule extends Exception {
    private static final long serialVersionUID = 1L;

    WrongRule(String why) {
      super(why, null, false, false);
    }
  }

  /** The words of a line, of which nobody has taken the rest yet. */
  private static final class Words {
    private final List<String> all;
    private int next;

    Words(List<String> all) {
      this.all = all;
    }

    boolean isEmpty() {
      return next == all.size();
    }

    String take(String what) throws WrongRule {
      if (isEmpty()) {
        throw new WrongRule("'" + String.join(" ", all) + "' ends where " + what + " should stand");
      }
      return all.get(next++);
    }

    boolean skip(String word) {
      boolean there = !isEmpty() && all.get(next).equals(word);
      next += there ? 1 : 0;
      return there;
    }

    void require(String word) throws WrongRule {
      String found = take("'" + word + "'");
      if (!found.equals(word)) {
        throw new WrongRule("'" + word + "' should stand in the place of '" + found + "'");
      }
    }

    void end() throws WrongRule {
      if (!isEmpty()) {
        throw new WrongRule("nothing should follow before '" + all.get(next) + "'");
      }
    }
  }

  /** What takes one word of a line. */
  @FunctionalInterface
  private interface Taking<T> {
    T from(Words words) throws WrongRule;
  }

  private static List<String> words(String line) throws WrongRule {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        return words;
      } else if (c == '"') {
        int end = line.indexOf('"', at + 1);
        if (end < 0) {
          throw new WrongRule("a quotation mark has no second one");
        }
        words.add(line.substring(at, end + 1));
        at = end + 1;
      } else {
        int end = at;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
          end++;
        }
        words.add(line.substring(at, end));
        at = end;
      }
    }
    return words;
  }

  private Rule rule(Words words) throws WrongRule {
    String verb = words.take("a rule");
    Rule rule =
        switch (verb) {
          case "host" -> aboutHost(words);
          case "domain" -> aboutDomain(words);
          case "spread" -> aboutGroup(words, Spread::new);
          case "gather" -> aboutGroup(words, Gather::new);
          case "ban" -> aboutPlaces(words, "from", Ban::new);
          case "fence" -> aboutPlaces(words, "on", Fence::new);
          case "pin" -> new Pin(domain(words));
          case "reserve" -> reserve(words);
          case "overcommit" -> overcommit(words);
          case "no-incoming" -> new NoIncoming(host(words));
          case "max-online" -> new MaxOnline((int) number(words, "a number of hosts", 1));
          case "n-plus-one" -> new NPlusOne();
          default -> throw new WrongRule("'" + verb + "' begins no rule: " + FORMS);
        };
    words.end();
    return rule;
  }

  private static Rule aboutHost(Words words) throws WrongRule {
    String host = host(words);
    String what = words.take("'tag' or 'location'");
    if (what.equals("tag")) {
      return new HostTag(host, some(words, rest -> name(rest, "a tag")));
    }
    if (!what.equals("location")) {
      throw new WrongRule("'tag' or 'location' should stand in the place of '" + what + "'");
    }
    Where location = location(words.take("KIND=VALUE"));
    return new HostLocation(host, location.name(), location.value());
  }

  private Rule aboutDomain(Words words) throws WrongRule {
    String domain = domain(words);
    String what = words.take("'tag' or 'group'");
    return switch (what) {
      case "tag" -> new DomainTag(domain, some(words, rest -> name(rest, "a tag")));
      case "group" -> new DomainGroup(domain, some(words, rest -> name(rest, "a group")));
      default ->
          throw new WrongRule("'tag' or 'group' should stand in the place of '" + what + "'");
    };
  }

  /** Makes a rule about a group. */
  @FunctionalInterface
  private interface GroupRule {
    Rule of(String group, String across, boolean hard);
  }

  private static Rule aboutGroup(Words words, GroupRule form) throws WrongRule {
    String group = name(words, "a group");
    String across = words.skip("across") ? name(words, "a kind of location") : "";
    return form.of(group, across, !words.skip("soft"));
  }

  /** Makes a rule about domains on hosts. */
  @FunctionalInterface
  private interface PlacesRule {
    Rule of(Who who, List<Where> where, boolean hard);
  }

  private Rule aboutPlaces(Words words, String preposition, PlacesRule form) throws WrongRule {
    Who who = who(words);
    words.require(preposition);
    List<Where> where = new ArrayList<>();
    boolean hard = true;
    do {
      where.add(where(words));
      hard = !words.skip("soft");
    } while (hard && !words.isEmpty());
    return form.of(who, where, hard);
  }

  private static Rule reserve(Words words) throws WrongRule {
    String host = hostOrAll(words);
    words.require("memory-mib");
    return new Reserve(host, number(words, "a number of MiB", 1));
  }

  private static Rule overcommit(Words words) throws WrongRule {
    String host = hostOrAll(words);
    words.require("cpu");
    String ratio = words.take("a ratio");
    if (!RATIO.matcher(ratio).matches() || new BigDecimal(ratio).signum() == 0) {
      throw new WrongRule(
          "'" + ratio + "' is no ratio: virtual processors for each physical one, such as 1.5");
    }
    return new Overcommit(host, new BigDecimal(ratio));
  }

  private Who who(Words words) throws WrongRule {
    String word = words.take("a domain, group:NAME or tag:NAME");
    for (Who.Kind kind : List.of(Who.Kind.GROUP, Who.Kind.TAG)) {
      if (word.startsWith(kind.prefix)) {
        return new Who(kind, checked(word.substring(kind.prefix.length()), "a name"));
      }
    }
    return new Who(Who.Kind.DOMAIN, domain(word));
  }

  private static Where where(Words words) throws WrongRule {
    String word = words.take("a host, tag:NAME or KIND=VALUE");
    String tag = Who.Kind.TAG.prefix;
    if (word.startsWith(tag)) {
      return new Where(Where.Kind.TAG, checked(word.substring(tag.length()), "a tag"), "");
    }
    return word.contains("=") ? location(word) : new Where(Where.Kind.HOST, checkedHost(word), "");
  }

  private static Where location(String word) throws WrongRule {
    int equals = word.indexOf('=');
    if (equals < 0) {
      throw new WrongRule("'" + word + "' is no location: write KIND=VALUE, such as rack=r1");
    }
    return new Where(
        Where.Kind.LOCATION,
        checked(word.substring(0, equals), "a kind of location"),
        checked(word.substring(equals + 1), "a location"));
  }

  private String domain(Words words) throws WrongRule {
    return domain(words.take("a domain"));
  }

  private String domain(String word) throws WrongRule {
    if (UUID.matcher(word).matches()) {
      return word.toLowerCase(Locale.ROOT);
    }
    String name = word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    Set<String> uuids = names.uuidsOf(name);
    if (uuids.size() > 1) {
      throw new WrongRule(
          "several domains are named " + name + "; give the uuid: " + String.join(", ", uuids));
    }
    if (uuids.isEmpty()) {
      throw new WrongRule(names.unknown(name));
    }
    return uuids.iterator().next();
  }

  private static String host(Words words) throws WrongRule {
    return checkedHost(words.take("a host"));
  }

  private static String hostOrAll(Words words) throws WrongRule {
    return words.skip(Rule.ALL) ? Rule.ALL : host(words);
  }

  private static String checkedHost(String word) throws WrongRule {
    if (!HOST.matcher(word).matches() || RESERVED.contains(word)) {
      throw new WrongRule("'" + word + "' is no name of a host");
    }
    return word;
  }

  private static <T> List<T> some(Words words, Taking<T> each) throws WrongRule {
    List<T> all = new ArrayList<>();
    do {
      all.add(each.from(words));
    } while (!words.isEmpty());
    return all;
  }

  private static String name(Words words, String what) throws WrongRule {
    return checked(words.take(what), what);
  }

  private static String checked(String word, String what) throws WrongRule {
    if (!NAME.matcher(word).matches() || RESERVED.contains(word)) {
      throw new WrongRule(
          "'"
              + word
              + "' is not "
              + what
              + ": letters, digits, dots, hyphens and underscores, at most 63, and none of "
              + String.join(", ", RESERVED.stream().sorted().toList()));
    }
    return word;
  }

  private static long number(Words words, String what, long least) throws WrongRule {
    String word = words.take(what);
    if (!NUMBER.matcher(word).matches() || Long.parseLong(word) < least) {
      throw new WrongRule("'" + word + "' is not " + what + ", at least " + least);
    }
    return Long.parseLong(word);
  }
}
