// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the properties of one wrapper. What is wrong is an IllegalArgumentException that names the
 * file, the property and the remedy; a property that nobody knows is wrong, too.
 */
final class DescriptionReader {

  private static final String FILE = "felix.fileinstall.filename";
  private static final Pattern FILE_NAME =
      Pattern.compile("org\\.transhume\\.wrapper[-~](.+)\\.(cfg|config)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
  private static final Set<String> LIFE_CYCLE = Set.of("configure", "start", "stop", "status");
  private static final Set<String> PLACES = Set.of("domain", "uuid", "host", "address");

  /** What stays the same when the domain moves. */
  private static final Set<String> LASTING = Set.of("domain", "uuid", "address");

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "domains",
          "address",
          "channel",
          "sshOptions",
          "timeLimitMillis",
          "configure",
          "start",
          "stop",
          "status",
          "health.http",
          "health.tcp");

  /** What the container adds to each configuration. */
  private static final List<String> ADDED =
      List.of("service.", "component.", "felix.", "osgi.", "org.apache.karaf.", "configadmin.");

  private static final long MOST_MILLIS = 50_000;

  private final String file;
  private final Path etc;
  private final Map<String, String> given = new TreeMap<>();

  private DescriptionReader(Map<String, ?> properties, Path etc) {
    this.etc = etc;
    this.file = fileOf(properties);
    properties.forEach(
        (key, value) -> {
          if (!key.startsWith(".") && ADDED.stream().noneMatch(key::startsWith)) {
            given.put(key, String.valueOf(value).strip());
          }
        });
  }

  /**
   * The wrapper that these properties describe.
   *
   * @param etc where templates are, if their names do not begin with a slash
   */
  static Description read(Map<String, ?> properties, Path etc) {
    return new DescriptionReader(properties, etc).description();
  }

  /** The file that properties come from, for people. */
  static String fileOf(Map<String, ?> properties) {
    Object url = properties.get(FILE);
    return url != null
        ? "etc/" + Path.of(URI.create(String.valueOf(url)).getPath()).getFileName()
        : String.valueOf(properties.get("service.pid"));
  }

  private Description description() {
    Map<String, String> settings = parts("setting", PART);
    settings.forEach(
        (name, usual) -> requireKnown("setting." + name, Words.placeholders(usual), LASTING));
    Set<String> known = new TreeSet<>(PLACES);
    settings.keySet().forEach(setting -> known.add("setting." + setting));
    Description described =
        new Description(
            file,
            name(),
            domains(),
            text("address", Set.of("domain", "uuid", "host")).orElse("{domain}"),
            channel(),
            limit(),
            settings,
            files(known),
            steps(known),
            new Description.Checks(http(known), tcp(known)),
            operations(known),
            attributes(known));
    refuseUnknown(described);
    boolean blind =
        described.steps().status().isEmpty()
            && described.checks().http().isEmpty()
            && described.checks().tcp().isEmpty();
    if (blind) {
      throw wrong(
          "status",
          "is missing: write status, health.http or health.tcp, which tell whether the software"
              + " runs");
    }
    return described;
  }

  private String name() {
    Matcher byFile = FILE_NAME.matcher(file.replaceFirst("^etc/", ""));
    String name =
        Optional.ofNullable(given.get("name"))
            .orElseGet(() -> byFile.matches() ? byFile.group(1) : "");
    if (!NAME.matcher(name).matches()) {
      throw wrong(
          "name",
          "is '"
              + name
              + "': write letters, digits, dots, underscores and hyphens, or name the file"
              + " org.transhume.wrapper-NAME.cfg");
    }
    return name;
  }

  private List<String> domains() {
    List<String> domains = list(given.getOrDefault("domains", ""));
    if (domains.isEmpty()) {
      throw wrong(
          "domains", "is missing: name the domains, separated by commas; * for any characters");
    }
    return domains;
  }

  private Channel channel() {
    String text = given.getOrDefault("channel", "");
    if (text.isEmpty()) {
      throw wrong("channel", "is missing: write 'local' or 'ssh USER@ADDRESS'");
    }
    requireKnown("channel", Words.placeholders(text), PLACES);
    List<String> options =
        given.getOrDefault("sshOptions", "").isEmpty()
            ? List.of()
            : parsed("sshOptions", Words::parse).words();
    return parsed("channel", channel -> Channel.parse(channel, options));
  }

  private Duration limit() {
    String text = given.getOrDefault("timeLimitMillis", "30000");
    long millis = text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    if (millis < 100 || millis > MOST_MILLIS) {
      throw wrong("timeLimitMillis", "is " + text + ": write 100 to " + MOST_MILLIS);
    }
    return Duration.ofMillis(millis);
  }

  private Map<String, Description.WrittenFile> files(Set<String> known) {
    Map<String, Description.WrittenFile> files = new TreeMap<>();
    for (String name : subjects("file")) {
      String template = need("file." + name + ".template", "name a file under etc/");
      String path = need("file." + name + ".path", "write its path in the domain");
      requireKnown("file." + name + ".path", Words.placeholders(path), known);
      String mode = given.getOrDefault("file." + name + ".mode", "0644");
      if (!MODE.matcher(mode).matches()) {
        throw wrong("file." + name + ".mode", "is " + mode + ": write it as 0644");
      }
      if (!path.startsWith("/")) {
        throw wrong("file." + name + ".path", "is " + path + ": begin it with a slash");
      }
      files.put(name, new Description.WrittenFile(etc.resolve(template), path, mode));
    }
    return files;
  }

  private Description.Steps steps(Set<String> known) {
    return new Description.Steps(
        command("configure", known),
        command("start", known).orElseThrow(() -> missing("start")),
        command("stop", known).orElseThrow(() -> missing("stop")),
        command("status", known));
  }

  private IllegalArgumentException missing(String key) {
    return wrong(key, "is missing: write the command that does so, a program and its arguments");
  }

  private Optional<String> http(Set<String> known) {
    return text("health.http", known)
        .map(
            url -> {
              if (!url.toLowerCase(Locale.ROOT).matches("https?://\\S+")) {
                throw wrong("health.http", "is " + url + ": write http://{address}:PORT/PATH");
              }
              return url;
            });
  }

  private Optional<String> tcp(Set<String> known) {
    return text("health.tcp", known)
        .map(
            address -> {
              if (!address.matches("\\S+:(\\d{1,5}|\\{setting\\.[A-Za-z0-9_-]+\\})")) {
                throw wrong("health.tcp", "is " + address + ": write {address}:PORT");
              }
              return address;
            });
  }

  private Map<String, Description.Operation> operations(Set<String> known) {
    Map<String, Description.Operation> operations = new TreeMap<>();
    for (String name : subjects("operation")) {
      String key = "operation." + name;
      if (LIFE_CYCLE.contains(name)) {
        throw wrong(key + ".command", "has a name of the life cycle: give it another one");
      }
      List<String> parameters = list(given.getOrDefault(key + ".parameters", ""));
      Set<String> understood = new TreeSet<>(known);
      for (String parameter : parameters) {
        if (!PART.matcher(parameter).matches() || !understood.add(parameter)) {
          throw wrong(
              key + ".parameters",
              "names '"
                  + parameter
                  + "': give each another name, of letters, digits, underscores"
                  + " and hyphens");
        }
      }
      need(key + ".command", "write a program and its arguments");
      operations.put(
          name,
          new Description.Operation(
              parameters,
              command(key + ".command", understood).orElseThrow(),
              given.getOrDefault(key + ".description", "")));
    }
    return operations;
  }

  private Map<String, Words> attributes(Set<String> known) {
    Map<String, Words> attributes = new TreeMap<>();
    for (String name : subjects("attribute")) {
      String key = "attribute." + name + ".command";
      need(key, "write a program and its arguments; its first line is the attribute");
      attributes.put(name, command(key, known).orElseThrow());
    }
    return attributes;
  }

  // Parts of keys and values

  private Map<String, String> parts(String kind, Pattern pattern) {
    Map<String, String> parts = new TreeMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(kind + ".")) {
            String name = key.substring(kind.length() + 1);
            if (!pattern.matcher(name).matches()) {
              throw wrong(
                  key, "has a name that cannot be: use letters, digits, underscores and hyphens");
            }
            parts.put(name, value);
          }
        });
    return parts;
  }

  /** The names in keys such as {@code file.NAME.path}. */
  private Set<String> subjects(String kind) {
    Set<String> names = new TreeSet<>();
    for (String key : given.keySet()) {
      String[] words = key.split("\\.", -1);
      if (words[0].equals(kind) && words.length > 1) {
        if (words.length != 3 || !PART.matcher(words[1]).matches()) {
          throw wrong(key, "is not understood: write " + kind + ".NAME." + endings(kind));
        }
        names.add(words[1]);
      }
    }
    return names;
  }

  private static String endings(String kind) {
    return switch (kind) {
      case "file" -> "template, .path or .mode";
      case "operation" -> "command, .parameters or .description";
      default -> "command";
    };
  }

  private void refuseUnknown(Description described) {
    Set<String> known = new TreeSet<>(KEYS);
    described.settings().keySet().forEach(name -> known.add("setting." + name));
    described.files().keySet().forEach(n -> add(known, "file." + n, "template", "path", "mode"));
    described
        .operations()
        .keySet()
        .forEach(n -> add(known, "operation." + n, "command", "parameters", "description"));
    described.attributes().keySet().forEach(n -> add(known, "attribute." + n, "command"));
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw wrong(key, "is known to nobody: see docs/wrappers.md for what may be written");
      }
    }
  }

  private static void add(Set<String> known, String key, String... endings) {
    Arrays.stream(endings).forEach(ending -> known.add(key + "." + ending));
  }

  private Optional<Words> command(String key, Set<String> known) {
    if (given.getOrDefault(key, "").isEmpty()) {
      return Optional.empty();
    }
    Words words = parsed(key, Words::parse);
    requireKnown(key, words.placeholders(), known);
    return Optional.of(words);
  }

  private Optional<String> text(String key, Set<String> known) {
    Optional<String> text = Optional.ofNullable(given.get(key)).filter(value -> !value.isEmpty());
    text.ifPresent(value -> requireKnown(key, Words.placeholders(value), known));
    return text;
  }

  private void requireKnown(String key, Set<String> used, Set<String> known) {
    for (String placeholder : used) {
      if (!known.contains(placeholder)) {
        throw wrong(
            key,
            "holds {"
                + placeholder
                + "}, which has no value: there are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private String need(String key, String remedy) {
    String value = given.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw wrong(key, "is missing: " + remedy);
    }
    return value;
  }

  private <T> T parsed(String key, Function<String, T> parser) {
    try {
      return parser.apply(given.get(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + key + " " + e.getMessage(), e);
    }
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(file + ": " + key + " " + what);
  }
}
