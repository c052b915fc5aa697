// SPDX-License-Identifier: Apache-2.0
/** Programs that measure the figures of {@code docs/performance.md}. */
package org.transhume.itests.bench;
