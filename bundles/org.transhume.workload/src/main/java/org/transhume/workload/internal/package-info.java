// SPDX-License-Identifier: Apache-2.0
/** What the programs share: their arguments, their output and what they answer to a shell. */
package org.transhume.workload.internal;
