// SPDX-License-Identifier: Apache-2.0
/**
 * Journals: files to which records are appended, one line for all that is appended at once, each
 * with its checksum. What {@link org.transhume.journal.RecordFile} has appended is found again
 * after a loss of power at any moment; an end that such a loss has torn is cut; other damage is
 * never passed over, and {@link org.transhume.journal.JournalRepair} keeps what can be read. All of
 * it works on a {@link org.transhume.journal.JournalFolder}, which is a folder of the disk or one
 * that a test or a simulator has made up.
 */
@Export
@Version("1.0.0")
package org.transhume.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
