package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Map;
import org.recarena.simulator.World;

/**
 * What makes an environment of this package, under one config. Immutable.
 *
 * @param settings what all environments have
 * @param documents how documents are distributed
 * @param users how users arrive, respond and change
 * @param seenDocuments what is seen of candidates
 * @param derivedDocuments what is seen of candidates on request, and follows from the rest
 * @param responses what is measured of slots
 * @param rewarded what the reward sums over the slots; one of {@code responses}
 * @param rewardName the reference's name of the reward
 * @param documentSeedOffset what is added to the seed for the reference's document sampler
 * @param parameters ground truth that is the same for all seeds
 */
record Problem(
        Settings settings,
        DocumentModel documents,
        UserModel users,
        List<DocumentField> seenDocuments,
        List<DocumentField> derivedDocuments,
        List<ResponseField> responses,
        ResponseField rewarded,
        String rewardName,
        long documentSeedOffset,
        Map<String, World.Parameter> parameters) {}
