package org.recarena.evaluation;

/**
 * Logged decisions of one policy, with what another one would have done: parallel arrays, a row for each decision. The
 * arrays are not copied and must not be changed.
 *
 * @param cluster the user or episode that the decision belongs to, numbered from 0
 * @param reward what came of the logged action; finite
 * @param propensity the probability with which the logging policy took it, in (0, 1]
 * @param target the probability with which the evaluated policy would have, in [0, 1]
 * @param modelLogged a model's prediction of the reward of the logged action; finite
 * @param modelTarget the model's expectation of the reward under the evaluated policy; finite
 */
@SuppressWarnings("ArrayRecordComponent") // Large arrays are handed over once.
public record LoggedBandit(
        int[] cluster,
        double[] reward,
        double[] propensity,
        double[] target,
        double[] modelLogged,
        double[] modelTarget) {

    /**
     * The same decisions, checked.
     *
     * @return this
     * @throws IllegalArgumentException naming the array, the row and the value of the first fault
     */
    public LoggedBandit checked() {
        int rows = cluster.length;
        double[][] columns = {reward, propensity, target, modelLogged, modelTarget};
        String[] names = {"reward", "propensity", "target", "modelLogged", "modelTarget"};
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].length != rows) {
                throw new IllegalArgumentException(
                        names[i] + " has " + columns[i].length + " rows; cluster has " + rows);
            }
        }
        for (int row = 0; row < rows; row++) {
            require(cluster[row] >= 0, "cluster", row, cluster[row], "not negative");
            require(Double.isFinite(reward[row]), "reward", row, reward[row], "finite");
            require(propensity[row] > 0 && propensity[row] <= 1, "propensity", row, propensity[row], "in (0, 1]");
            require(target[row] >= 0 && target[row] <= 1, "target", row, target[row], "in [0, 1]");
            require(Double.isFinite(modelLogged[row]), "modelLogged", row, modelLogged[row], "finite");
            require(Double.isFinite(modelTarget[row]), "modelTarget", row, modelTarget[row], "finite");
        }
        return this;
    }

    private static void require(boolean holds, String name, int row, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + "[" + row + "] is " + value + "; it must be " + allowed);
        }
    }

    /**
     * How many clusters there are.
     *
     * @return the highest number plus 1
     */
    int clusters() {
        int highest = -1;
        for (int each : cluster) {
            highest = Math.max(highest, each);
        }
        return highest + 1;
    }
}
