// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.io.IOException;

/** A journal has damage that no loss of power explains; a person has to look. */
public final class DamagedJournalException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedJournalException(String where, JournalContent content) {
    super(text(where, content));
  }

  private static String text(String where, JournalContent content) {
    return where
        + " is damaged at byte "
        + content.damages().get(0).from()
        + ": "
        + content.unreadableBytes()
        + " of its "
        + content.length()
        + " bytes cannot be read, "
        + content.records().size()
        + " records can"
        + (content.records().isEmpty() ? " (is it a journal, and of this version?)" : "")
        + ". It was left as it is; './transhume journal repair "
        + where
        + "' keeps every readable record and a copy of the damaged file";
  }
}
