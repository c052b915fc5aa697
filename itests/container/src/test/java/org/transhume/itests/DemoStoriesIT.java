// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Somebody has each story of the demo told to its end. That takes minutes, which the build has not:
 * it is done on request, by {@code -Dtranshume.stories=all}.
 */
public class DemoStoriesIT {

  private static final long STORY_SECONDS = 300;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @BeforeClass
  public static void onRequest() {
    assumeTrue("all".equals(System.getProperty("transhume.stories")));
  }

  @Test
  public void shouldRelieveAHotHost() throws Exception {
    assertThat(told("hotspot")).contains("\"relieved\" : true", "\"phase\" : \"DONE\"");
  }

  @Test
  public void shouldGatherDomainsWhileLoadIsLowAndSpreadThemWhenItRises() throws Exception {
    assertThat(told("consolidate")).contains("\"phase\" : \"DONE\"");
  }

  @Test
  public void shouldEmptyAHostThatIsToldToDrain() throws Exception {
    assertThat(told("drain")).contains("\"domains\" : [ ]", "\"phase\" : \"DONE\"");
  }

  @Test
  public void shouldBootElsewhereWhatALostHostRan() throws Exception {
    assertThat(told("host-failure")).contains("\"cpuLoad\" : null");
  }

  /** The summary of a story that came to its end. */
  private String told(String story) throws Exception {
    Path summary = folder.getRoot().toPath().resolve("summary.json");
    new Launcher(folder.getRoot().toPath(), 2 * STORY_SECONDS)
        .run(
            0,
            List.of(
                "demo",
                "--story",
                story,
                "--seed",
                "7",
                "--plain",
                "--once",
                "--duration",
                Long.toString(STORY_SECONDS),
                "--summary",
                summary.toString()));
    String written = Files.readString(summary);
    assertThat(written).contains("\"story\" : \"" + story + "\"", "\"fulfilled\" : true");
    return written;
  }
}
