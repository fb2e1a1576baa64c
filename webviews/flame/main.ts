import { connectVsCode } from "../shared/host";
import { FlameView } from "./flameView";

new FlameView(connectVsCode(), document.body);
