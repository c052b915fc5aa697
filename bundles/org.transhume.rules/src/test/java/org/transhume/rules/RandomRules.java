// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Rules of every kind, drawn by a seed. */
final class RandomRules {

  private static final List<String> NAMES =
      List.of("web", "db", "a-204-02", "r1", "gold", "keep", "x_1", "n.2", "tag", "host", "cpu");

  private static final List<Who.Kind> KINDS = List.copyOf(EnumSet.allOf(Who.Kind.class));

  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  Rule rule() {
    return switch (random.nextInt(14)) {
      case 0 -> new Rule.HostTag(name(), some(this::name));
      case 1 -> new Rule.HostLocation(name(), name(), name());
      case 2 -> new Rule.DomainTag(uuid(), some(this::name));
      case 3 -> new Rule.DomainGroup(uuid(), some(this::name));
      case 4 -> new Rule.Spread(name(), across(), random.nextBoolean());
      case 5 -> new Rule.Gather(name(), across(), random.nextBoolean());
      case 6 -> new Rule.Ban(who(), some(this::where), random.nextBoolean());
      case 7 -> new Rule.Fence(who(), some(this::where), random.nextBoolean());
      case 8 -> new Rule.Pin(uuid());
      case 9 -> new Rule.Reserve(hostOrAll(), 1 + random.nextInt(1_000_000));
      case 10 ->
          new Rule.Overcommit(hostOrAll(), BigDecimal.valueOf(1 + random.nextInt(99_999), 3));
      case 11 -> new Rule.NoIncoming(name());
      case 12 -> new Rule.MaxOnline(1 + random.nextInt(1_000));
      default -> new Rule.NPlusOne();
    };
  }

  private Who who() {
    Who.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    return new Who(kind, kind == Who.Kind.DOMAIN ? uuid() : name());
  }

  private Where where() {
    return switch (random.nextInt(3)) {
      case 0 -> new Where(Where.Kind.HOST, name(), "");
      case 1 -> new Where(Where.Kind.TAG, name(), "");
      default -> new Where(Where.Kind.LOCATION, name(), name());
    };
  }

  private String across() {
    return random.nextBoolean() ? "" : name();
  }

  private String hostOrAll() {
    return random.nextBoolean() ? Rule.ALL : name();
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private <T> List<T> some(Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      all.add(one.get());
    }
    return all;
  }
}
