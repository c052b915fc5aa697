// SPDX-License-Identifier: Apache-2.0
/** {@code transhume epoch}: when agents refuse their manager. */
package org.transhume.cli.internal.epoch;
