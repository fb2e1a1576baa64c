import type { FromFlameView, ToFlameView } from "../protocol";
import { connectVsCode } from "../shared/host";
import { FlameView } from "./flameView";

new FlameView(connectVsCode<ToFlameView, FromFlameView>(), document.body);
