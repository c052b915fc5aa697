// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** The distribution says what of it others have made. */
public class NoticeIT {

  @Test
  public void shouldNameInItsNoticeEveryArchiveThatOthersHaveMade() throws IOException {
    Path home = Containers.distributionFolder();
    List<Pattern> named =
        Pattern.compile("[\\s,()]+")
            .splitAsStream(Files.readString(home.resolve("NOTICE")))
            .map(word -> Pattern.compile(Pattern.quote(word).replace("*", "\\E.*\\Q")))
            .toList();

    assertThat(archives(home))
        .contains("org.apache.felix.framework")
        .filteredOn(archive -> !archive.startsWith("org.transhume."))
        .allMatch(archive -> named.stream().anyMatch(name -> name.matcher(archive).matches()));
  }

  /** Names of all archives, without their versions. */
  private static List<String> archives(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .map(name -> name.replaceFirst("-\\d.*", ""))
          .distinct()
          .toList();
    }
  }
}
