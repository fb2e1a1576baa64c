import type { FromHeatmapView, ToHeatmapView } from "../protocol";
import { connectVsCode } from "../shared/host";
import { HeatmapView } from "./heatmapView";

new HeatmapView(connectVsCode<ToHeatmapView, FromHeatmapView>(), document.body);
