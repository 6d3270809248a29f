package net.clusterlink.api;

/**
 * One object of the configuration: what a document of YAML, or an object of an API server, says.
 */
public sealed interface Resource
    permits Peer, Export, Import, AccessPolicy, PrivilegedAccessPolicy, Instance, Workload {

  Kind kind();

  Metadata metadata();

  /** Its name, unique within its kind. */
  default ResourceName name() {
    return metadata().name();
  }
}
