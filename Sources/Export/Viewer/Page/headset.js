// SPDX-License-Identifier: Apache-2.0

// The room around a person with a headset: WebXR, one view an eye, the floor where it is.

class Headset {
  static isOffered() {
    return navigator.xr?.isSessionSupported('immersive-vr').catch(() => false) ?? Promise.resolve(false);
  }

  static async enter(viewer) {
    const {gl} = viewer;
    const session = await navigator.xr.requestSession('immersive-vr', {optionalFeatures: ['local-floor']});
    await gl.makeXRCompatible();
    session.updateRenderState({baseLayer: new XRWebGLLayer(session, gl), depthNear: 0.05, depthFar: 400});
    viewer.headset = new Headset(viewer, session, await Headset.space(session, viewer.room));
    session.addEventListener('end', () => {
      viewer.headset = null;
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      viewer.change();
    });
  }

  // The room's own axes: their origin is the photo's camera, above the person's floor as high as above the room's.
  static async space(session, room) {
    try {
      const floor = await session.requestReferenceSpace('local-floor');
      return floor.getOffsetReferenceSpace(new XRRigidTransform({x: 0, y: -room.floor, z: 0}));
    } catch {
      return session.requestReferenceSpace('local');
    }
  }

  constructor(viewer, session, space) {
    Object.assign(this, {viewer, session, space});
    session.requestAnimationFrame((_, frame) => this.draw(frame));
  }

  draw(frame) {
    const {viewer, session, space} = this, {gl, renderer} = viewer;
    session.requestAnimationFrame((_, next) => this.draw(next));
    const pose = frame.getViewerPose(space), layer = session.renderState.baseLayer;
    if (!pose) return;
    gl.bindFramebuffer(gl.FRAMEBUFFER, layer.framebuffer);
    renderer.clear([0, 0, layer.framebufferWidth, layer.framebufferHeight], viewer.background);
    for (const view of pose.views) {
      const {x, y, width, height} = layer.getViewport(view), {position} = view.transform;
      gl.viewport(x, y, width, height);
      const matrix = product(view.projectionMatrix, view.transform.inverse.matrix);
      const pixels = height * view.projectionMatrix[5] / 2;
      renderer.drawRoom(viewer.surface, matrix, [position.x, position.y, position.z], pixels, viewer.overlay);
    }
  }
}
