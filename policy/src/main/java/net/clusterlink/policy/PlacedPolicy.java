package net.clusterlink.policy;

import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;

/** One policy as it is in force: whose it is, its name, and what it says. */
public record PlacedPolicy(Tier tier, ResourceName name, AccessRule rule) {}
