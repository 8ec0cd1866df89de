# The portal's pictures: world.svg and pictures.js, made by assets/portal/build.mjs while building, from the
# libraries that package-lock.json pins. They are fetched once for each build folder, and again only when
# that file changes; their install scripts never run. Nothing of Node is needed to run Selatan.
find_program(NODE NAMES node nodejs)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
  message(FATAL_ERROR "Node and npm are needed to build the portal's pictures (script/setup run)")
endif()
set(libraries ${CMAKE_BINARY_DIR}/browser_libraries)
set(drawn ${CMAKE_BINARY_DIR}/pictures)
set(pictures ${drawn}/world.svg ${drawn}/pictures.js ${drawn}/picture-licences.txt)
file(MAKE_DIRECTORY ${libraries})
add_custom_command(OUTPUT ${libraries}/installed
  COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_SOURCE_DIR}/package.json
          ${PROJECT_SOURCE_DIR}/package-lock.json ${libraries}
  COMMAND ${NPM} ci --omit=dev --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${libraries}/installed
  DEPENDS ${PROJECT_SOURCE_DIR}/package-lock.json
  WORKING_DIRECTORY ${libraries} COMMENT "Fetching the libraries of the portal's pictures" VERBATIM)
add_custom_command(OUTPUT ${pictures}
  COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/assets/portal/build.mjs ${libraries}/node_modules ${drawn}
  DEPENDS ${libraries}/installed ${PROJECT_SOURCE_DIR}/assets/portal/build.mjs
          ${PROJECT_SOURCE_DIR}/assets/portal/pictures.mjs
          ${PROJECT_SOURCE_DIR}/codelists/countries.csv
  COMMENT "Drawing the portal's pictures" VERBATIM)
