// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a run of the campaign has found, for people and for programs. */
public final class Report {

  /** For people: one page that needs nothing but itself. */
  public static final String PAGE = "index.html";

  /** For programs. */
  public static final String JSON = "report.json";

  private Report() {}

  /**
   * Writes {@link #PAGE} and {@link #JSON} into a folder, which is made when it is not there. What
   * stood there under these names is replaced.
   */
  public static void write(CampaignResult result, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(PAGE), ReportPage.of(result));
    Files.writeString(folder.resolve(JSON), ReportJson.of(result) + "\n");
  }
}
