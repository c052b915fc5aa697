// SPDX-License-Identifier: Apache-2.0
/** What became of migrations, for people. Nothing is decided by it. */
package org.transhume.manager.internal.history;
