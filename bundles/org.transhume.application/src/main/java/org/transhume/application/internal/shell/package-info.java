// SPDX-License-Identifier: Apache-2.0
/** What carries plans out, keeps what is wanted, and shows both. */
package org.transhume.application.internal.shell;
