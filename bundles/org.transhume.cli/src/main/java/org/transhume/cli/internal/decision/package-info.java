// SPDX-License-Identifier: Apache-2.0
/** What policies have decided, and deciding it again. */
package org.transhume.cli.internal.decision;
