// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.cells.ModelSource;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.GridPoint;
import dev.lox.study.findings.LandscapeFindings;
import dev.lox.study.findings.Mark;
import dev.lox.study.findings.Surface;
import dev.lox.study.landscape.Grid;
import dev.lox.study.landscape.Plane;
import dev.lox.study.landscape.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Evaluates a grid of points in the plane through models. Each point's model is formed while loading. */
final class LandscapeStudy implements Experiment {
    private final LandscapeSpec spec;
    private final Plane plane;
    private final Grid grid;
    private final List<Trial> trials = new ArrayList<>();

    LandscapeStudy(LandscapeSpec spec, GivenModels models, List<Evaluation> evaluations)
            throws IOException, InterruptedException {
        this.spec = spec;
        List<ModelSource.Given> given = new ArrayList<>();
        for (int i = 0; i < spec.models().size(); i++)
            given.add(models.open(spec.names().get(i), spec.models().get(i)));
        List<Path> folders = given.stream().map(ModelSource.Given::path).toList();
        this.plane = Plane.of(folders);
        this.grid = Grid.around(plane.marks(), spec.grid());
        List<String> ids = given.stream().map(ModelSource.Given::id).toList();
        for (Grid.Point p : grid.points()) {
            // The models determine the plane, so they and the coordinates identify a point.
            String id = String.join("+", ids) + " at " + p.x() + ", " + p.y();
            ModelSource model = new ModelSource.Blended(
                    plane.blend(p.x(), p.y()), id, given.get(0).size());
            String name = String.format(Locale.ROOT, "(%.2f, %.2f)", p.x(), p.y());
            trials.add(Trial.before(name, model, evaluations));
        }
    }

    @Override
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    @Override
    public LandscapeFindings findings(CellStore store) throws IOException {
        List<GridPoint> points = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Grid.Point place = grid.points().get(i);
            Map<String, Figure> figures = trials.get(i).point(store).figures();
            if (!figures.isEmpty()) points.add(new GridPoint(place.x(), place.y(), figures));
        }
        List<Mark> marks = IntStream.range(0, spec.names().size())
                .mapToObj(i -> new Mark(
                        spec.names().get(i),
                        plane.marks().get(i).x(),
                        plane.marks().get(i).y()))
                .toList();
        return new LandscapeFindings(new Surface(values(grid.x()), values(grid.y()), points, marks));
    }

    private static List<Double> values(Range range) {
        return IntStream.range(0, range.points()).mapToObj(range::at).toList();
    }
}
