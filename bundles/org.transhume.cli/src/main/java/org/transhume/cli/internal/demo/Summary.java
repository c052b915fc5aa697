// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;

/** What a demo came to, as JSON whose names scripts rely on; an unknown time is null. */
final class Summary {

  private Summary() {}

  /** Writes the summary, in place of an older one. */
  static void write(Path file, String version, DemoOptions options, Story story)
      throws IOException {
    Files.writeString(file, json(version, options, story) + "\n");
  }

  static String json(String version, DemoOptions options, Story story) throws IOException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("version", version);
    summary.put("seed", options.seed());
    summary.put("story", options.story().word());
    summary.put("fulfilled", story.plot().isFulfilled());
    if (options.story() == StoryKind.HOTSPOT) {
      summary.put("relieved", story.plot().isFulfilled());
    }
    summary.put(
        "hosts", story.scene().hosts().stream().map(host -> host(story.scene(), host)).toList());
    summary.put("migrations", story.scene().migrations().stream().map(Summary::migration).toList());
    summary.put("refusals", story.refusals().stream().map(Summary::refusal).toList());
    return JSON.std
        .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
        .asString(summary);
  }

  private static Map<String, Object> host(Scene scene, HostSample host) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", host.host());
    boolean silent = scene.insteadOfLoad(host.host()).isPresent();
    values.put("cpuLoad", silent ? null : host.cpuLoad());
    values.put("domains", silent ? List.of() : scene.domainsOn(host.host()));
    return values;
  }

  private static Map<String, Object> migration(Scene.MigrationScene migration) {
    MigrationEvent event = migration.event();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", event.id());
    values.put("domain", event.domain());
    values.put("source", event.source());
    values.put("target", event.target());
    values.put("reason", migration.reason());
    values.put("phase", event.phase().name());
    values.put("durationMillis", event.durationMillis());
    values.put("downtimeMillis", event.downtimeMillis());
    return values;
  }

  private static Map<String, Object> refusal(Scene.RefusalScene refusal) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("policy", refusal.policy());
    values.put("subject", refusal.subject());
    values.put("reason", refusal.reason());
    return values;
  }
}
