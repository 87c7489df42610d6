#include "samplingmodel.h"

#include "auth/secretsources.h"
#include "sampling/endpointanswers.h"

#include <utility>

namespace qd {

namespace {

struct SamplingModel {
    SamplingModel(const Clock &clock, Timers &timers, const ModelEndpointSettings &settings, const QString &typed)
        : http(clock, timers), key(typed), endpoint(http, settings, typed.isEmpty() ? nullptr : &key)
    {
    }

    HttpClient http;
    FixedSecret key;
    ModelEndpoint endpoint;
};

} // namespace

std::shared_ptr<McpClientAnswers> answersOfModel(const Clock &clock, Timers &timers, const ModelEndpointSettings &settings, const QString &key,
                                                 std::shared_ptr<McpClientAnswers> others)
{
    const auto model = std::make_shared<SamplingModel>(clock, timers, settings, key);
    return std::make_shared<EndpointAnswers>(std::shared_ptr<ModelEndpoint>(model, &model->endpoint), std::move(others));
}

} // namespace qd
