#include "ingestion/liveendpoint.h"

namespace qd::lab {

void addLiveRoutes(Router &router)
{
    for (const char *path : {"/QuickPulseService.svc/ping", "/QuickPulseService.svc/post"})
        router.add("POST", path, [](const HttpRequest &, const PathArguments &) {
            return HttpReply{.body = R"({"eTag":"","metrics":[],"documentStreams":[],"quotaInfo":null})", .headers = {{"x-ms-qps-subscribed", "false"}}};
        });
}

} // namespace qd::lab
