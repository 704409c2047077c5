// What the rest of the program sees of the report: a result in, text out.
#include "myriad/report.hpp"

#include "host/report/findings.hpp"
#include "host/report/page.hpp"
#include "host/report/report_model.hpp"

namespace myriad {

std::string html_report(const Result& result) {
  report::ReportModel model = report::report_model(result);
  model.gallery = report::gallery(result, model);
  return report::html_page(model);
}

std::string findings_text(const Result& result) {
  return report::findings_text(report::report_model(result));
}

}  // namespace myriad
