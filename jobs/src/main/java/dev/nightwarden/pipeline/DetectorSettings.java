package dev.nightwarden.pipeline;

/**
 * The settings of a detector of the section {@code detectors}, by which plug-ins bring detectors of
 * their own. An extension point, named by its type name.
 */
public interface DetectorSettings {
  /**
   * The detector.
   *
   * @param name its name in the section, which no other detector has
   */
  Detector detector(String name);
}
