// SPDX-License-Identifier: Apache-2.0
/** Compares what administrators write with what bundles say that they understand. */
package org.transhume.configuration.internal;
