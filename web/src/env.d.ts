/// <reference types="vite/client" />
/** version of package.json, put in at build */
declare const __VERSION__: string;

declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<object, object, unknown>;
  export default component;
}
