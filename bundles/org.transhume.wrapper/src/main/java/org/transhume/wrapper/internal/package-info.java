// SPDX-License-Identifier: Apache-2.0
/** Wrappers that a configuration file describes, and the channels through which they act. */
package org.transhume.wrapper.internal;
