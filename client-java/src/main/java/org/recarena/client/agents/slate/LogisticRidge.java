package org.recarena.client.agents.slate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Logistic regression with a normal prior of the weights, fitted by iteratively reweighted least squares as RecSim's
 * GLM bandits do: from 0, at most 20 rounds, until a round moves the weights by less than 0.001. Weights stay 0 until
 * there are more than 10 observations. Used by one thread.
 */
final class LogisticRidge {

    private static final int ROUNDS = 20;
    private static final double SMALL = 1e-3;
    private static final int TOO_FEW = 10;

    private final int dimension;
    private final double ridge;
    private final DMatrixRMaj weights;
    private final DMatrixRMaj gram;
    private final DMatrixRMaj right;
    private final DMatrixRMaj next;

    LogisticRidge(int dimension, double priorScale) {
        this.dimension = dimension;
        this.ridge = 1 / (priorScale * priorScale);
        this.weights = new DMatrixRMaj(dimension, 1);
        this.gram = CommonOps_DDRM.identity(dimension);
        CommonOps_DDRM.scale(ridge, gram);
        this.right = new DMatrixRMaj(dimension, 1);
        this.next = new DMatrixRMaj(dimension, 1);
    }

    /** Fits rows of features, one after the other in an array, to rewards in [0, 1]. */
    void fit(double[] rows, double[] rewards, int count) {
        if (count <= TOO_FEW) {
            return;
        }
        weights.zero();
        for (int round = 0; round < ROUNDS; round++) {
            reweigh(rows, rewards, count);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(dimension);
            if (!solver.setA(gram.copy())) {
                throw new ArithmeticException("the weighted features have no inverse; are they finite?");
            }
            solver.solve(right, next);
            double moved = 0;
            for (int i = 0; i < dimension; i++) {
                moved += (next.data[i] - weights.data[i]) * (next.data[i] - weights.data[i]);
            }
            weights.setTo(next);
            if (Math.sqrt(moved) < SMALL) {
                return;
            }
        }
    }

    /** gram = X'RX + ridge I and right = X'(R X w - (p - y)), with p the predictions and R = diag p (1 - p). */
    private void reweigh(double[] rows, double[] rewards, int count) {
        CommonOps_DDRM.setIdentity(gram);
        CommonOps_DDRM.scale(ridge, gram);
        right.zero();
        for (int row = 0; row < count; row++) {
            int at = row * dimension;
            double linear = 0;
            for (int i = 0; i < dimension; i++) {
                linear += rows[at + i] * weights.data[i];
            }
            double predicted = 1 / (1 + Math.exp(-linear));
            double weight = predicted * (1 - predicted);
            double pull = weight * linear - (predicted - rewards[row]);
            for (int i = 0; i < dimension; i++) {
                double x = rows[at + i];
                if (x != 0) {
                    right.data[i] += x * pull;
                    for (int j = 0; j < dimension; j++) {
                        gram.data[i * dimension + j] += weight * x * rows[at + j];
                    }
                }
            }
        }
    }

    /** The fitted weights, read in place. */
    double[] weights() {
        return weights.data;
    }

    /** X'RX + ridge I as it was in the last round, row by row, read in place. */
    double[] gram() {
        return gram.data;
    }
}
