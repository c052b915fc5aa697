// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration: a cluster of simulated hosts in one container, and the story told about it.
 */
package org.transhume.cli.internal.demo;
