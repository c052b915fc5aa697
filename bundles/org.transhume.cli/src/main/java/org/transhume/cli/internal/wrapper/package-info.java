// SPDX-License-Identifier: Apache-2.0
/** {@code transhume wrapper}: the software in domains. */
package org.transhume.cli.internal.wrapper;
